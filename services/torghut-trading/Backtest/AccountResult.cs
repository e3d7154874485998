using System.Security.Cryptography;
using Torghut.Trading.Checkpoints;
using Torghut.Trading.Json;
using Torghut.Trading.Simulation;

namespace Torghut.Trading.Backtest;

/// <summary>What came of one account: the funnel from decisions to fills, trades, costs and the curve of its equity.</summary>
internal sealed class AccountResult : IBacktestObserver, ICheckpointed, IDisposable
{
    /// <summary>Trades that a report shows; all of them are in the file of decisions.</summary>
    public const int MaxTrades = 1_000;

    /// <summary>Approved decisions that are remembered until they fill.</summary>
    private const int MaxPending = 10_000;

    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly List<JsonMap> _trades = [];
    private readonly List<JsonMap> _explained = [];
    private readonly Dictionary<string, JudgedDecision> _pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonMap> _pendingBefore = new(StringComparer.Ordinal);
    private readonly IFillModel _fills;
    private readonly ClosedTrades _closed = new();
    private readonly TextWriter? _decisions;
    private byte[] _decisionDigest = new byte[SHA256.HashSizeInBytes];
    private FeeCharge _fees;
    private long _fillCount;
    private decimal _turnover;

    /// <param name="cash">USD at the beginning.</param>
    /// <param name="fills">How orders fill.</param>
    /// <param name="decisions">Gets every decision with all that led to it; null for none.</param>
    public AccountResult(decimal cash, IFillModel fills, TextWriter? decisions)
    {
        _fills = fills;
        Curve = new EquityCurve(cash);
        _decisions = decisions;
    }

    public EquityCurve Curve { get; }

    public long Decisions { get; private set; }

    public long Approved { get; private set; }

    /// <summary>
    /// SHA-256 over every decision, verdict, reason and order, in order: of each line after the digest of those before it, so that a run can go on from there.
    /// </summary>
    public string Digest => Convert.ToHexStringLower(_decisionDigest);

    public void OnDecision(JudgedDecision decision)
    {
        Decisions++;
        Approved += decision.Verdict.Approved ? 1 : 0;
        foreach (var code in decision.Verdict.Codes)
        {
            _reasons[code] = _reasons.GetValueOrDefault(code) + 1;
        }

        _digest.AppendData(_decisionDigest);
        _digest.AppendData(CanonicalJson.SerializeToUtf8(decision.ToMap()));
        _digest.AppendData(LineEnd);
        _decisionDigest = _digest.GetHashAndReset();
        _decisions?.Write(CanonicalJson.Serialize(decision.ToFullMap()) + "\n");
        if (decision.Verdict.Approved && _trades.Count < MaxTrades && _pending.Count + _pendingBefore.Count < MaxPending)
        {
            _pending[decision.Draft.Hash] = decision;
        }
    }

    public void OnFill(in SimulatedFill fill, FeeCharge fees)
    {
        var value = fill.Qty * fill.Price;
        var day = Curve.DayOf(fill.At);
        var earned = _closed.Add(fill);
        (day.Fills, day.Turnover, day.Fees) = (day.Fills + 1, day.Turnover + value, day.Fees + fees.Total);
        (_fillCount, _turnover, _fees) = (_fillCount + 1, _turnover + value, _fees + fees);
        if (_trades.Count < MaxTrades)
        {
            if (_pending.Remove(fill.Order.ClientOrderId, out var decision))
            {
                _explained.Add(decision.ToExplanation());
            }
            else if (_pendingBefore.Remove(fill.Order.ClientOrderId, out var explanation))
            {
                _explained.Add(explanation);
            }

            _trades.Add(new JsonMap
            {
                ["fills"] = _fills.Kind,
                ["fills_version"] = _fills.Version,
                ["at"] = fill.At,
                ["symbol"] = fill.Order.Symbol,
                ["side"] = fill.Order.Side,
                ["qty"] = fill.Qty,
                ["price"] = fill.Price,
                ["fees"] = Math.Round(fees.Total, 6),
                ["pnl"] = earned is { } usd ? Math.Round(usd, 4) : null,
                ["decision_hash"] = fill.Order.ClientOrderId,
            });
        }
    }

    public void OnStep(DateTimeOffset now, BacktestAccount account)
    {
        if (Curve.IsDue(now))
        {
            Add(now, account);
        }
    }

    /// <summary>The last look.</summary>
    public void Add(DateTimeOffset now, BacktestAccount account)
    {
        var positions = account.Positions();
        var broker = account.Broker.Account(positions);
        Curve.Add(now, broker.Equity, positions.Sum(position => Math.Abs(position.Qty) * (position.Price ?? position.AvgEntryPrice)));
    }

    public void Save(CheckpointWriter writer)
    {
        Curve.Save(writer);
        _closed.Save(writer);
        writer.Write(Decisions);
        writer.Write(Approved);
        writer.Write(_decisionDigest);
        writer.Write(_reasons, pair =>
        {
            writer.Write(pair.Key);
            writer.Write(pair.Value);
        });
        writer.Write(_trades, writer.Write);
        writer.Write(_explained, writer.Write);
        writer.Write([.. _pending.Values.Select(decision => decision.ToExplanation()), .. _pendingBefore.Values], writer.Write);
        foreach (var amount in new[] { _fees.Sec, _fees.Taf, _fees.Cat, _fees.Impact, _turnover })
        {
            writer.Write(amount);
        }

        writer.Write(_fillCount);
    }

    public void Load(CheckpointReader reader)
    {
        Curve.Load(reader);
        _closed.Load(reader);
        (Decisions, Approved, _decisionDigest) = (reader.Long(), reader.Long(), reader.Bytes());
        reader.All(() => _reasons.Add(reader.Text(), reader.Long()));
        reader.All(() => _trades.Add(reader.Map()));
        reader.All(() => _explained.Add(reader.Map()));
        reader.All(() =>
        {
            var explanation = reader.Map();
            _pendingBefore.Add((string)explanation["decision_hash"]!, explanation);
        });
        _fees = new FeeCharge(reader.Decimal(), reader.Decimal(), reader.Decimal(), reader.Decimal());
        (_turnover, _fillCount) = (reader.Decimal(), reader.Long());
    }

    public JsonMap ToMap(BacktestAccount account)
    {
        var reasons = new JsonMap();
        foreach (var (reason, count) in _reasons)
        {
            reasons.Add(reason, count);
        }

        return new JsonMap
        {
            ["fills"] = account.Kind,
            ["fills_version"] = account.FillVersion,
            ["decisions"] = Decisions,
            ["approved"] = Approved,
            ["rejected"] = Decisions - Approved,
            ["rejected_by_reason"] = reasons,
            ["decision_digest"] = Digest,
            ["executions"] = _fillCount,
            ["turnover"] = Math.Round(_turnover, 4),
            ["fees"] = new JsonMap
            {
                ["sec"] = Math.Round(_fees.Sec, 6),
                ["taf"] = Math.Round(_fees.Taf, 6),
                ["cat"] = Math.Round(_fees.Cat, 6),
                ["impact"] = Math.Round(_fees.Impact, 6),
                ["total"] = Math.Round(_fees.Total, 6),
            },
            ["equity"] = Math.Round(Curve.Equity, 4),
            ["pnl"] = Math.Round(Curve.Equity - (Curve.Days.Count == 0 ? Curve.Equity : Curve.Days[0].Open), 4),
            ["max_drawdown"] = Curve.MaxDrawdown,
            ["exposure"] = Curve.Exposure,
            ["closing_trades"] = _closed.Wins + _closed.Losses,
            ["hit_rate"] = _closed.HitRate,
            ["profit_factor"] = _closed.ProfitFactor,
            ["open_positions"] = account.Positions().OrderBy(position => position.Symbol, StringComparer.Ordinal)
                .Select(position => new JsonMap { ["symbol"] = position.Symbol, ["qty"] = position.Qty, ["price"] = position.Price }).ToList(),
            ["suspended_strategies"] = account.Suspended.Order(StringComparer.Ordinal).ToList(),
        };
    }

    /// <summary>Fills in the order of time, the first of them.</summary>
    public IReadOnlyList<JsonMap> Trades => _trades;

    /// <summary>The decisions behind them.</summary>
    public IReadOnlyList<JsonMap> Explained => _explained;

    public void Dispose()
    {
        _digest.Dispose();
        _decisions?.Flush();
    }
}
