# EpiEstim (7-day window) on the series that `benchmarks/reproduction.py --peers FOLDER` wrote.
# usage: Rscript benchmarks/_reproduction_epiestim.R FOLDER
suppressMessages(library(EpiEstim))
folder <- commandArgs(TRUE)[1]
d <- read.csv(file.path(folder, "series.csv"))
w <- read.csv(file.path(folder, "generation.csv"))$w
used <- system.time({
  found <- lapply(split(d, d$id), function(x) {
    start <- seq(2, nrow(x) - 6)
    config <- make_config(list(si_distr = w, t_start = start, t_end = start + 6))
    r <- suppressWarnings(estimate_R(x$y, method = "non_parametric_si", config = config))$R
    data.frame(id = x$id[1], t = r$t_end - 1, q025 = r[["Quantile.0.025(R)"]], q25 = r[["Quantile.0.25(R)"]],
               median = r[["Median(R)"]], q75 = r[["Quantile.0.75(R)"]], q975 = r[["Quantile.0.975(R)"]])
  })
})
cat(sprintf("EpiEstim: %.1f ms CPU a series\n", 1000 * sum(used[1:2]) / length(found)))
write.csv(do.call(rbind, found), file.path(folder, "peer_EpiEstim.csv"), row.names = FALSE)
