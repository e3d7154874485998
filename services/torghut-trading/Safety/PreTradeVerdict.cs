using Torghut.Trading.Leasing;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Safety;

/// <summary>Whether an order may leave, and if not, why. The default lets nothing leave.</summary>
/// <param name="Action">What becomes of the order.</param>
/// <param name="Code">Stable code of the reason, as it is counted, logged and persisted; null when the order may leave.</param>
/// <param name="Lease">The lease under which it leaves; null when it does not.</param>
internal readonly record struct PreTradeVerdict(PreTradeAction Action, string? Code, Lease? Lease)
{
    public static PreTradeVerdict Leave(Lease lease) => new(PreTradeAction.Leave, null, lease);

    /// <param name="code">One of <see cref="PreTradeCodes"/>, or the risk engine's word for an unknown order.</param>
    public static PreTradeVerdict Wait(string code) => new(PreTradeAction.Wait, code, null);

    /// <param name="code"><see cref="PreTradeCodes.Expired"/>, or the risk engine's word for a session that is over.</param>
    public static PreTradeVerdict Expire(string code) => new(PreTradeAction.Expire, code, null);

    /// <param name="code">One of <see cref="PreTradeCodes"/>.</param>
    public static PreTradeVerdict DecideAnew(string code) => new(PreTradeAction.DecideAnew, code, null);

    /// <param name="code">One of <see cref="PreTradeCodes"/>.</param>
    public static PreTradeVerdict Withhold(string code) => new(PreTradeAction.Withhold, code, null);

    public static PreTradeVerdict Withhold(RiskReason reason) => new(PreTradeAction.Withhold, RiskReasons.Code(reason), null);
}
