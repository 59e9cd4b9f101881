"""One file of weights an analysis, and the priors: set before a case is run, read by `assessment.weigh`."""
