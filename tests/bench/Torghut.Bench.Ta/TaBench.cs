namespace Torghut.Bench.Ta;

/// <summary>Everything about technical analysis.</summary>
internal static class TaBench
{
    public static async Task<BenchReport> RunAsync(BenchArguments arguments)
    {
        var report = new BenchReport("ta", arguments.Quick);
        var engine = await EngineBench.RunAsync(arguments, report);
        await IndicatorBench.RunAsync(arguments, report);
        await InsertBench.RunAsync(arguments, report, engine);
        await SerdesBench.RunAsync(arguments, report, engine);
        await PipelineBench.RunAsync(arguments, report);
        await StreamsBench.RunAsync(arguments, report);
        await VisibilityBench.RunAsync(arguments, report);
        return report;
    }
}
