using Torghut.Trading.Account;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Universe;

/// <summary>The universe, whose every change is in the audit before anything is decided by it.</summary>
internal sealed class RecordedUniverse(
    UniverseProvider provider, UniverseOptions options, Database database, AuditLog audit, SwitchOptions switches, TimeProvider time)
{
    /// <summary>Most symbols of a change that its row lists; its counts and its digest are of all.</summary>
    private const int MaxListed = 1_000;

    private IReadOnlyList<string> _recorded = [];

    public async Task<UniverseView> GetAsync(CancellationToken cancellationToken)
    {
        var view = await provider.GetAsync(cancellationToken);
        if (view.Known && Difference(_recorded, view.Symbols) is { } difference)
        {
            await database.InTransactionAsync(
                async (connection, transaction) =>
                {
                    await audit.AppendAsync(connection, transaction,
                        new AuditEntry(AuditKinds.UniverseChanged, switches.AccountLabel, DigestOf(view.Symbols), time.GetUtcNow(), Facts(difference)));
                    return true;
                },
                cancellationToken);
            _recorded = view.Symbols;
        }

        return view;
    }

    /// <summary>What came and what went; null when neither did.</summary>
    public static (IReadOnlyList<string> Added, IReadOnlyList<string> Removed)? Difference(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        List<string> added = [.. after.Except(before, StringComparer.Ordinal)];
        List<string> removed = [.. before.Except(after, StringComparer.Ordinal)];
        return added.Count + removed.Count > 0 ? (added, removed) : null;
    }

    private static string DigestOf(IReadOnlyList<string> symbols) => Digest.Of(CanonicalJson.Serialize([.. symbols.Order(StringComparer.Ordinal)]));

    private JsonMap Facts((IReadOnlyList<string> Added, IReadOnlyList<string> Removed) difference) => new()
    {
        ["actor"] = options.Address is { } address ? address.GetLeftPart(UriPartial.Path) : "configuration",
        ["reason"] = _recorded.Count == 0 ? "first seen since the start" : "the source changed it",
        ["source"] = options.Source,
        ["added_count"] = difference.Added.Count,
        ["removed_count"] = difference.Removed.Count,
        ["added"] = difference.Added.Take(MaxListed).ToList(),
        ["removed"] = difference.Removed.Take(MaxListed).ToList(),
    };
}
