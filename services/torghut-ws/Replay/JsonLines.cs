using System.Text;
using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Streaming;
using Torghut.Ws.Stream;

namespace Torghut.Ws.Replay;

/// <summary>Recorded frames, one a line, read by the same parser as live ones; what it refuses is counted in the same way.</summary>
internal static class JsonLines
{
    public static IEnumerable<ReplayMessage> Read(string path, RejectionLog rejections)
    {
        var parser = new MarketDataFrameParser();
        var collector = new Collector(rejections);
        foreach (var line in File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            parser.Parse(Encoding.UTF8.GetBytes(line.TrimStart().StartsWith('[') ? line : $"[{line}]"), collector);
            foreach (var message in collector.Messages)
            {
                yield return message;
            }

            collector.Messages.Clear();
        }
    }

    private sealed class Collector(RejectionLog rejections) : IMarketDataHandler
    {
        public List<ReplayMessage> Messages { get; } = [];

        public void OnTrade(in TradeMessage trade) => Messages.Add(ReplayMessage.Of(trade));

        public void OnQuote(in QuoteMessage quote) => Messages.Add(ReplayMessage.Of(quote));

        public void OnBar(in BarMessage bar) => Messages.Add(ReplayMessage.Of(bar));

        public void OnCorrection(in CorrectionMessage correction) => Messages.Add(ReplayMessage.Of(correction));

        public void OnCancel(in CancelMessage cancel) => Messages.Add(ReplayMessage.Of(cancel));

        public void OnStatus(in StatusMessage status)
        {
        }

        public void OnLuld(in LuldMessage luld)
        {
        }

        public void OnControl(ControlMessage control)
        {
        }

        public void OnRejected(RejectReason reason, ReadOnlySpan<byte> message) => rejections.Tell(reason, message);
    }
}
