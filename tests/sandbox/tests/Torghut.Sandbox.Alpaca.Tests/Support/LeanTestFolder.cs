using System.IO.Compression;

namespace Torghut.Sandbox.Alpaca.Tests.Support;

/// <summary>A LEAN data folder that a test fills; deleted at its end.</summary>
internal sealed class LeanTestFolder : IDisposable
{
    public static readonly DateOnly Date = new(2013, 10, 7);

    public string Root { get; } = Directory.CreateTempSubdirectory("torghut-lean-").FullName;

    public void Trades(string symbol, params string[] rows) => Write(symbol, "trade", rows);

    public void Quotes(string symbol, params string[] rows) => Write(symbol, "quote", rows);

    public AlpacaSimulatorOptions Options(double speed = 0) => new()
    {
        Source = TickSourceKind.Lean,
        TicksDirectory = Root,
        Date = Date,
        Speed = speed,
        SubscriberSettle = TimeSpan.FromMilliseconds(50),
        PartialFills = 0,
        OrderLatency = TimeSpan.Zero,
    };

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void Write(string symbol, string kind, string[] rows)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, "equity", "usa", "tick", symbol.ToLowerInvariant())).FullName;
        using var archive = ZipFile.Open(Path.Combine(folder, $"{Date:yyyyMMdd}_{kind}.zip"), ZipArchiveMode.Create);
        using var writer = new StreamWriter(archive.CreateEntry($"{Date:yyyyMMdd}_{symbol}_{kind}_Tick.csv").Open());
        foreach (var row in rows)
        {
            writer.Write(row + "\n");
        }
    }
}
