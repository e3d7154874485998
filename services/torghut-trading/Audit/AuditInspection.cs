using Torghut.Trading.Storage;

namespace Torghut.Trading.Audit;

/// <summary>Everything that <c>audit verify</c> looks at: the chain, the tables against it, the running totals against history.</summary>
internal sealed class AuditInspection(Database database)
{
    /// <param name="expected">Head recorded elsewhere, to find a cut tail; null when there is none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The last good row of the chain, and the first fault in words; null when there is none.</returns>
    public async Task<(AuditHead Head, string? Fault)> RunAsync(AuditHead? expected, CancellationToken cancellationToken)
    {
        var chain = await new AuditVerifier(database).VerifyAsync(expected, cancellationToken);
        var head = $"{chain.Head.Seq}:{chain.Head.Hash}";
        if (chain.BadRow is { } row)
        {
            return (chain.Head, $"Row {row} is bad: {chain.Fault}. The last good row is {head}.");
        }

        if (await new AuditCrossCheck(database).RunAsync(cancellationToken) is { } fault)
        {
            return (chain.Head, $"{fault.Table} {fault.Row} is bad: {fault.Fault}. The chain itself verifies up to {head}.");
        }

        return await new AuditTotals(database).FaultAsync(cancellationToken) is { } total
            ? (chain.Head, $"{total} is bad: it is not the sum over history.")
            : (chain.Head, null);
    }
}
