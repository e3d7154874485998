using Torghut.Trading.Json;

namespace Torghut.Trading.Audit;

/// <summary>Something to be logged for ever.</summary>
/// <param name="Kind">See <see cref="AuditKinds"/>.</param>
/// <param name="AccountLabel">The account it concerns.</param>
/// <param name="Subject">What it is about: a decision hash, an order id, a latch, a strategy.</param>
/// <param name="At">Machine time of the recording.</param>
/// <param name="Data">The facts.</param>
internal sealed record AuditEntry(string Kind, string AccountLabel, string Subject, DateTimeOffset At, JsonMap Data)
{
    public string ToCanonical() => CanonicalJson.Serialize(new JsonMap
    {
        ["kind"] = Kind,
        ["account_label"] = AccountLabel,
        ["subject"] = Subject,
        ["at"] = At,
        ["data"] = Data,
    });
}
