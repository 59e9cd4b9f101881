# farringtonFlexible as its authors recommend it, on series that benchmarks/surge_peers.py wrote.
# usage: Rscript farrington.R in.bin out.csv     in.bin: int32, series of 624 weeks; out.csv appears whole or not at all
suppressMessages(library(surveillance))
a <- commandArgs(TRUE)
y <- matrix(readBin(a[1], "integer", file.size(a[1]) / 4, size = 4), ncol = 624, byrow = TRUE)
weeks <- 576:624
rows <- NULL
for (i in seq_len(nrow(y))) {
  clock <- system.time(found <- tryCatch(farringtonFlexible(
    sts(observed = y[i, ], frequency = 52, start = c(2000, 1)),
    control = list(range = weeks, b = 5, w = 3, reweight = TRUE, weightsThreshold = 2.58, trend = TRUE,
      pThresholdTrend = 1, noPeriods = 10, pastWeeksNotIncluded = 26, limit54 = c(0, 4), alpha = 0.01,
      thresholdMethod = "nbPlugin", powertrans = "2/3", glmWarnings = FALSE)), error = function(e) NULL))
  cpu <- clock[["user.self"]] + clock[["sys.self"]]
  if (!is.null(found)) rows <- rbind(rows, data.frame(scenario = i - 1L, week = weeks - 1L,
    alarm = as.integer(found@alarm), p = as.numeric(found@control$pvalue), cpu = cpu))
}
write.csv(rows, paste0(a[2], ".part"), row.names = FALSE)
invisible(file.rename(paste0(a[2], ".part"), a[2]))
