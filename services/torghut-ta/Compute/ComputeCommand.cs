using System.Globalization;
using Torghut.Avro;
using Torghut.Common.Hosting;
using Torghut.Contracts;
using Torghut.Ta.Engine;

namespace Torghut.Ta.Compute;

/// <summary><c>torghut-ta compute</c>: files in, files out, nothing else needed.</summary>
internal static class ComputeCommand
{
    public static ServiceCommand Definition { get; } = new("compute", "Computes microbars and signals from LEAN or Avro files into files.", RunAsync);

    private static Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments is ["--help" or "-h"])
        {
            Console.WriteLine(ComputeArguments.Usage);
            return Task.FromResult(ExitCodes.Success);
        }

        if (ComputeArguments.Parse(context.Arguments, out var problem) is not { } arguments)
        {
            Console.Error.WriteLine($"torghut-ta compute: {problem}\n\n{ComputeArguments.Usage}");
            return Task.FromResult(ExitCodes.Usage);
        }

        if (context.ReadOptions(typeof(TaComputeOptions)) is not { } options)
        {
            return Task.FromResult(ExitCodes.Configuration);
        }

        try
        {
            Run(arguments, options.Get<TaComputeOptions>(), TimeProvider.System, cancellationToken);
            return Task.FromResult(ExitCodes.Success);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or AvroException
        or AvroSchemaException)
        {
            Console.Error.WriteLine($"torghut-ta compute: {exception.Message}");
            return Task.FromResult(ExitCodes.Failure);
        }
    }

    private static void Run(ComputeArguments arguments, TaComputeOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var sets = TickSet.Find(arguments);
        using var results = Open(arguments);
        var run = new OfflineRun(options.ToEngineOptions(Topics.Trades), results);
        var line = new ProgressLine(Console.Error, !Console.IsErrorRedirected, time);
        var began = time.GetTimestamp();

        // A stream is in the order of time over all symbols of a day; files hold one symbol after the other.
        var batches = arguments.IsStream
            ? sets.GroupBy(set => set.Date).OrderBy(day => day.Key).Select(day => day.ToList()).ToList()
            : [.. sets.Select(set => new List<TickSet> { set })];
        for (var i = 0; i < batches.Count; i++)
        {
            var (batch, index) = (batches[i], i);
            var name = batch.Count == 1 ? batch[0].Name : $"{batch.Count} symbols {batch[0].Date:yyyy-MM-dd}";
            void Report(double fraction) => line.Report(name, index, batches.Count, fraction);
            if (arguments.IsStream)
            {
                run.RunMerged(batch, Report, cancellationToken);
            }
            else
            {
                run.Run(batch[0], Report, cancellationToken);
            }
        }

        line.Clear();
        var seconds = time.GetElapsedTime(began).TotalSeconds;
        var totals = string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Trades} trades, {run.Quotes} quotes -> {results.Microbars} microbars, {results.Signals} signals; ")
            + string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Late} late, {run.Duplicates} duplicates, {run.Implausible} implausible; ")
            + string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s, {(run.Trades + run.Quotes) / Math.Max(seconds, 1e-3):0} events/s");
        (arguments.IsStream ? Console.Error : Console.Out).WriteLine(totals);
    }

    private static IResultFiles Open(ComputeArguments arguments)
    {
        if (arguments.IsStream)
        {
            return new StreamResults(Console.OpenStandardOutput());
        }

        Directory.CreateDirectory(arguments.Out);
        return arguments.Format == OutputFormat.Avro ? new AvroResults(arguments.Out) : new CsvResults(arguments.Out);
    }
}
