using Torghut.Common.Health;
using Torghut.Ws.TradeUpdates;

namespace Torghut.Ws.Health;

/// <summary>Gathers the gates into readiness, and the time without readiness into liveness.</summary>
internal sealed class ForwarderHealth : IReadiness, ILiveness
{
    private const string Silent = "silent";

    private readonly Gate _alpaca = new();
    private readonly Gate _tradeUpdates = new();
    private readonly KafkaHealth _kafka;
    private readonly HealthOptions _options;
    private readonly TimeProvider _time;
    private readonly bool _tradeUpdatesEnabled;
    private readonly Lock _looking = new();
    private volatile bool _isSilent;
    private long? _notReadySince;

    public ForwarderHealth(KafkaHealth kafka, HealthOptions options, TradeUpdatesOptions tradeUpdates, TimeProvider time)
    {
        _kafka = kafka;
        _options = options;
        _time = time;
        _tradeUpdatesEnabled = tradeUpdates.Enabled;
        _notReadySince = time.GetTimestamp();
    }

    /// <summary>The market-data session.</summary>
    public Gate Alpaca => _alpaca;

    /// <summary>Whether the market-data session stands and brings nothing although it should.</summary>
    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    /// <summary>The trade-updates session.</summary>
    public Gate TradeUpdates => _tradeUpdates;

    public ReadinessReport Current
    {
        get
        {
            var (kafkaHolds, kafkaClass) = _kafka.State;
            var (alpacaHolds, alpacaClass) = _alpaca.State;
            var (updatesHold, updatesClass) = _tradeUpdatesEnabled ? _tradeUpdates.State : (true, null);
            var report = ReadinessReport.Of(
                alpacaClass ?? kafkaClass ?? updatesClass, ("alpaca_ws", alpacaHolds), ("kafka", kafkaHolds), ("trade_updates", updatesHold));
            Note(report.Ready);

            // A silent session is connected anew in time; restarting the process would not help a symbol that nobody trades.
            return report.Ready && _isSilent ? ReadinessReport.Degraded(Silent, ErrorClasses.Unknown, report, "alpaca_ws") : report;
        }
    }

    /// <summary>Depends on nothing outside the process but time: a process that is not ready for long is restarted.</summary>
    public bool IsAlive
    {
        get
        {
            lock (_looking)
            {
                return _notReadySince is not { } since || _time.GetElapsedTime(since) < _options.NotReadyKillAfter;
            }
        }
    }

    private void Note(bool ready)
    {
        lock (_looking)
        {
            _notReadySince = ready ? null : _notReadySince ?? _time.GetTimestamp();
        }
    }
}
