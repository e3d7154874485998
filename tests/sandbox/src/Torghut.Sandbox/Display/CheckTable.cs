using System.Globalization;
using Spectre.Console;
using Torghut.Sandbox.Pipeline;

namespace Torghut.Sandbox.Display;

/// <summary>The outcome of a check for people.</summary>
internal static class CheckTable
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static void Write(IAnsiConsole console, CheckReport report)
    {
        var stages = new Table().Border(TableBorder.Rounded).Title("Stages").AddColumn("Stage").AddColumn(new TableColumn("Count").RightAligned()).AddColumn("")
            .AddColumn("What");
        foreach (var stage in report.Stages)
        {
            stages.AddRow(Markup.Escape(stage.Stage), stage.Count?.ToString("N0", Culture) ?? "?", stage.Flowed ? "[green]flowed[/]" : "[red]did not flow[/]",
                Markup.Escape(stage.Detail));
        }

        var latencies = new Table().Border(TableBorder.Rounded).Title("Latencies, milliseconds of real time").AddColumn("From → to")
            .AddColumn(new TableColumn("Measured").RightAligned()).AddColumn(new TableColumn("p50").RightAligned())
            .AddColumn(new TableColumn("p99").RightAligned());
        foreach (var latency in report.Latencies)
        {
            latencies.AddRow(Markup.Escape(latency.Name), latency.Count.ToString("N0", Culture), latency.P50?.ToString("N1", Culture) ?? "",
                latency.P99?.ToString("N1", Culture) ?? "");
        }

        console.Write(stages);
        console.Write(latencies);
        console.WriteLine("Peak resident memory, MB: "
            + string.Join(", ", report.Memory.Select(process => string.Create(Culture, $"{process.Name} {process.PeakMegabytes}"))));
        console.WriteLine(
            string.Create(Culture,
                $"The four services together: {report.ServicesPeakMegabytes} MB. Stack up in {report.StackUpSeconds} s, checked for {report.Seconds} s, {report.Restarts} restarts."));
        console.MarkupLine(report.Ok ? "[green]Every stage flowed.[/]" : $"[red]{Markup.Escape(report.Failure ?? "")}[/]");
    }
}
