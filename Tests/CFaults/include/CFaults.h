/* Loaded into the program by LD_PRELOAD. Swift has nothing to call here. */
