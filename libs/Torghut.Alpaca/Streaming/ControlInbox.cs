using System.Diagnostics.CodeAnalysis;
using Torghut.Alpaca.Parsing;

namespace Torghut.Alpaca.Streaming;

/// <summary>Collects the control messages of frames and ignores their data. Not safe for concurrent use.</summary>
public sealed class ControlInbox : IMarketDataHandler
{
    private readonly Queue<ControlMessage> _messages = new();

    private bool _hadData;

    /// <summary>Whether there was data since the last call.</summary>
    public bool TakeHadData()
    {
        var had = _hadData;
        _hadData = false;
        return had;
    }

    public bool TryTake([NotNullWhen(true)] out ControlMessage? message) => _messages.TryDequeue(out message);

    public void OnControl(ControlMessage control) => _messages.Enqueue(control);

    public void OnTrade(in TradeMessage trade) => _hadData = true;

    public void OnQuote(in QuoteMessage quote) => _hadData = true;

    public void OnBar(in BarMessage bar) => _hadData = true;

    public void OnCorrection(in CorrectionMessage correction) => _hadData = true;

    public void OnCancel(in CancelMessage cancel) => _hadData = true;

    public void OnStatus(in StatusMessage status) => _hadData = true;

    public void OnLuld(in LuldMessage luld) => _hadData = true;

    public void OnRejected(RejectReason reason, ReadOnlySpan<byte> message)
    {
    }
}
