using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Tests.Parsing;

/// <summary>Symbols are remembered in a table that grows; however full it is, each is found.</summary>
public sealed class ManySymbolsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Test]
    public void Parse_MoreSymbolsThanTheTableBeginsWith_EachIsItself()
    {
        string[] symbols = [.. Enumerable.Range(0, 2_000).Select(number => $"S{number}")];
        var messages = symbols.Concat(symbols).Select(symbol => $$"""{"T":"t","S":"{{symbol}}","i":1,"p":2,"s":3,"t":"2026-04-06T15:54:26Z"}""");
        var frame = $"[{string.Join(',', messages)}]";

        var reading = Task.Run(() => RecordingHandler.Read(frame));
        Assert.That(reading.Wait(Limit), Is.True, "a look-up ends");
        Assert.That(reading.Result.Messages.OfType<TradeMessage>().Select(trade => trade.Symbol), Is.EqualTo(symbols.Concat(symbols)));
    }
}
