using Torghut.Bench;
using Torghut.Bench.Backtest;
using Torghut.Bench.Backtest.Naive;

return args is ["naive", .. var words]
    ? NaiveProgram.Run(words)
    : await BenchArguments.RunAsync(
        args, "Measures a backtest: ticks to signals, signals to orders, and both, against a plain program of the same rules.", BacktestBench.RunAsync);
