using System.Text;
using Torghut.Alpaca.Parsing;

namespace Torghut.Ws.Stream;

/// <summary>Counts messages that were not usable by reason, and logs a sample of each reason now and then.</summary>
internal sealed class RejectionLog(WsMetrics metrics, TimeProvider time, ILogger<RejectionLog> logger)
{
    private const int MaxSample = 200;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);

    private static readonly string[] Reasons =
    [
        "none", "malformed", "truncated", "unknown_type", "missing_field", "wrong_type", "not_finite", "out_of_range", "bad_timestamp", "bad_symbol", "bad_text",
        "too_long",
    ];

    private readonly long?[] _sampled = new long?[Reasons.Length];

    public void Tell(RejectReason reason, ReadOnlySpan<byte> message)
    {
        metrics.Rejected(Reasons[(int)reason]);
        var now = time.GetTimestamp();
        if (_sampled[(int)reason] is { } last && time.GetElapsedTime(last, now) < SampleInterval)
        {
            return;
        }

        _sampled[(int)reason] = now;
        WsLog.MessageRejected(logger, Reasons[(int)reason], Encoding.UTF8.GetString(message[..Math.Min(message.Length, MaxSample)]));
    }
}
