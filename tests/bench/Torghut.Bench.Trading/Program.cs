using Torghut.Bench;
using Torghut.Bench.Trading;

return await BenchArguments.RunAsync(args, "Measures torghut-trading: signals evaluated, sized and risk-checked.", TradingBench.RunAsync);
