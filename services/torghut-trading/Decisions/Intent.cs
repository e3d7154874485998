using Torghut.Trading.Json;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Decisions;

/// <summary>
/// The identity of a decision. Quantity and prices are not part of it: the same signal sized again after a restart must be the same order.
/// </summary>
/// <param name="AccountLabel">Account the order would go to.</param>
/// <param name="StrategyName">Name in the catalogue.</param>
/// <param name="StrategyVersion">Version in the catalogue.</param>
/// <param name="ParameterHash">Hash of the effective parameters.</param>
/// <param name="Symbol">Ticker.</param>
/// <param name="EventTs">Event time of the signal.</param>
/// <param name="Seq">Sequence of the signal.</param>
/// <param name="Timeframe">Timeframe of the signal.</param>
/// <param name="Action">Buy or sell.</param>
internal sealed record Intent(
    string AccountLabel,
    string StrategyName,
    string StrategyVersion,
    string ParameterHash,
    string Symbol,
    DateTimeOffset EventTs,
    long Seq,
    string Timeframe,
    OrderSide Action)
{
    /// <summary>Version of the canonical form. Another form would give the same intent another order: raise it only together with a plan for open
    /// orders.</summary>
    public const int CanonicalVersion = 1;

    public string ToCanonicalForm() => CanonicalJson.Serialize(ToMap());

    /// <summary>SHA-256 of the canonical form: the decision's unique key and the broker's <c>client_order_id</c>.</summary>
    public string DecisionHash() => Digest.Of(ToMap());

    private JsonMap ToMap() => new()
    {
        ["v"] = CanonicalVersion,
        ["account_label"] = AccountLabel,
        ["strategy_id"] = StrategyName,
        ["strategy_version"] = StrategyVersion,
        ["parameter_hash"] = ParameterHash,
        ["symbol"] = Symbol,
        ["event_ts"] = EventTs,
        ["seq"] = Seq,
        ["timeframe"] = Timeframe,
        ["action"] = Action,
    };
}
