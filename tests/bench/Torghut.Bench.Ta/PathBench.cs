namespace Torghut.Bench.Ta;

/// <summary>The way of a record alone: read, decoded, made a row. What <see cref="TaBench"/> measures of it, without the rest.</summary>
internal static class PathBench
{
    /// <summary>First argument of the program that asks for this.</summary>
    public const string Argument = "path";

    public static async Task<BenchReport> RunAsync(BenchArguments arguments)
    {
        var report = new BenchReport("ta", arguments.Quick);
        await using var pipeline = await Pipeline.StartAsync();
        var market = await EncodedMarket.MakeAsync(Market.Make(arguments.Pick(200, 40)), pipeline.Registry);
        await EventDecodeBench.RunAsync(arguments, report, pipeline, market);
        await SinkRowBench.RunAsync(arguments, report);
        using (var feed = new PipelineFeed(pipeline.Bootstrap))
        {
            feed.SendAll(market);
        }

        await ReadBench.RunAsync(arguments, report, pipeline, market.Events.Count(e => e.IsTrade));
        return report;
    }
}
