using Torghut.Trading.Json;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Decisions;

/// <summary>
/// The identity of a decision: what is wanted because of which signal. Quantity, prices, the strategy's version and its parameters are not part of it: the
/// same signal sized again after a restart, or met by a new version after a deploy, must be the same order
/// (<c>docs/adr/0021-identity-of-an-intent.md</c>).
/// </summary>
/// <param name="AccountLabel">Account the order would go to.</param>
/// <param name="StrategyName">Name in the catalogue.</param>
/// <param name="Symbol">Ticker.</param>
/// <param name="EventTs">Event time of the signal.</param>
/// <param name="Seq">Sequence of the signal.</param>
/// <param name="Timeframe">Timeframe of the signal.</param>
/// <param name="Action">Buy or sell.</param>
internal sealed record Intent(string AccountLabel, string StrategyName, string Symbol, DateTimeOffset EventTs, long Seq, string Timeframe, OrderSide Action)
{
    /// <summary>Version of the canonical form; 1 held the strategy's version and parameters. Another form gives the same intent another hash, so that an
    /// order under an older one is found by the intent's columns, which are unique too.</summary>
    public const int CanonicalVersion = 2;

    public string ToCanonicalForm() => CanonicalJson.Serialize(ToMap());

    /// <summary>SHA-256 of the canonical form: the decision's unique key and the broker's <c>client_order_id</c>.</summary>
    public string DecisionHash() => Digest.Of(ToMap());

    private JsonMap ToMap() => new()
    {
        ["v"] = CanonicalVersion,
        ["account_label"] = AccountLabel,
        ["strategy_id"] = StrategyName,
        ["symbol"] = Symbol,
        ["event_ts"] = EventTs,
        ["seq"] = Seq,
        ["timeframe"] = Timeframe,
        ["action"] = Action,
    };
}
