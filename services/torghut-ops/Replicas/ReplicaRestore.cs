using System.Globalization;
using Torghut.ClickHouse;
using Torghut.Ops.Audit;

namespace Torghut.Ops.Replicas;

/// <summary>Brings tables back that take no writes because Keeper lost what it knew of them, or their session. A plan until it is confirmed.</summary>
internal sealed class ReplicaRestore(IReplicaServer server, AuditTrail audit, Action<string> say)
{
    /// <summary>What has to be typed.</summary>
    public const string Confirmation = "RESTORE_CLICKHOUSE_REPLICA";

    /// <summary>What the audit calls it.</summary>
    public const string Action = "clickhouse.restore-replica";

    /// <summary>Prints what would be done.</summary>
    /// <param name="only">The one table, as <c>database.table</c>; null for all.</param>
    public async Task<ReplicaPlan> PlanAsync(string? only, CancellationToken cancellationToken)
    {
        var host = await server.HostAsync(cancellationToken);
        var count = await server.CountAsync(cancellationToken);
        var steps = new List<ReplicaStep>();
        foreach (var table in (await server.ReadOnlyAsync(cancellationToken)).Where(table => only is null || table.DisplayName == only))
        {
            steps.Add(new ReplicaStep(table, await server.IsKnownAsync(table, cancellationToken)));
        }

        say(string.Create(CultureInfo.InvariantCulture, $"server {host}: {count} replicated tables, {steps.Count} of them to be restored"));
        if (steps.Count == 0)
        {
            say(count == 0
                ? "This server keeps no replicated table, as one that stands alone without Keeper does: there is nothing that could be lost in Keeper."
                : only is null ? "All take writes: nothing to restore." : $"{only} takes writes, or there is no such table: nothing to restore.");
        }

        steps.ForEach(Show);
        return new ReplicaPlan(host, steps);
    }

    /// <summary>The gate that does not hold; null when all do.</summary>
    public Gate? Gate(ReplicaPlan plan, ReplicaArguments arguments) =>
        OperatorGates.First(arguments.Confirmation, Confirmation, arguments.Reason, audit)
        ?? (arguments.Host != plan.Host
            ? new("host", $"TA_CLICKHOUSE_URL leads to {plan.Host}; type --host {plan.Host} when that is the one, or name one server there")
        : plan.Steps.FirstOrDefault(step => step.IsKnown is null) is { } blind
            ? new("keeper", $"it does not answer, so that nobody knows what it lacks of {blind.Table.DisplayName}; bring Keeper back first")
        : null);

    /// <returns>Whether every table takes writes again and has what it had.</returns>
    /// <exception cref="ClickHouseException">A statement failed; the tables before it are restored, and the same command goes on from here.</exception>
    public async Task<bool> ApplyAsync(ReplicaPlan plan, string reason, CancellationToken cancellationToken)
    {
        var whole = true;
        var left = audit.Unknown(Action).Select(entry => entry.Detail).ToList();
        var begun = left.Select(ReplicaIntent.Parse).OfType<ReplicaIntent>().Where(intent => intent.Host == plan.Host).ToList();
        foreach (var step in plan.Steps)
        {
            // Of a run that did not end, what the table had before it counts, not what is left of it now.
            var rows = begun.Where(intent => intent.Table.Name == step.Table.Name).Select(intent => intent.Table.Rows).Append(step.Table.Rows).Max();
            var intent = new ReplicaIntent(plan.Host, step.Table with { Rows = rows });
            audit.Write(AuditPhase.Intended, Action, reason, intent.ToString());
            foreach (var statement in step.Statements)
            {
                await RunAsync(plan.Host, statement, reason, cancellationToken);
            }

            whole &= await EndAsync(intent, left, reason, cancellationToken);
        }

        // The server went on with these by itself.
        var names = plan.Steps.Select(step => step.Table.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var tables in begun.Where(intent => !names.Contains(intent.Table.Name)).GroupBy(intent => intent.Table.Name, StringComparer.Ordinal))
        {
            whole &= await EndAsync(tables.MaxBy(intent => intent.Table.Rows)!, left, reason, cancellationToken);
        }

        return whole;
    }

    /// <summary>Looks at the table, and tells the audit of it and of what a run before left open.</summary>
    private async Task<bool> EndAsync(ReplicaIntent intent, IReadOnlyList<string> left, string reason, CancellationToken cancellationToken)
    {
        var isWhole = await IsWholeAsync(intent.Table, cancellationToken);
        var phase = isWhole ? AuditPhase.Done : AuditPhase.Failed;
        var open = left.Where(detail => ReplicaIntent.Parse(detail) is { } other
            ? other.Host == intent.Host && other.Table.Name == intent.Table.Name
            : detail.StartsWith($"{intent.Host}: SYSTEM ", StringComparison.Ordinal)
                && detail.EndsWith(' ' + intent.Table.Name, StringComparison.Ordinal));
        foreach (var detail in open.Append(intent.ToString()).Distinct(StringComparer.Ordinal))
        {
            audit.Write(phase, Action, reason, detail);
        }

        return isWhole;
    }

    private async Task RunAsync(string host, string statement, string reason, CancellationToken cancellationToken)
    {
        // Behind one address there may be several servers.
        if (await server.HostAsync(cancellationToken) is var now && now != host)
        {
            throw new ReplicaException($"TA_CLICKHOUSE_URL leads to {now} now, and led to {host}: name one server there. Nothing more was done.");
        }

        audit.Write(AuditPhase.Intended, Action, reason, $"{host}: {statement}");
        try
        {
            await server.RunAsync(statement, cancellationToken);
        }
        catch (ClickHouseServerException refused) when (refused.Code != 0)
        {
            audit.Write(AuditPhase.Failed, Action, reason, $"{host}: {statement}");
            throw;
        }
        catch (ClickHouseException unsure)
        {
            // The server may go on with it: only its own answer says that it failed.
            throw new ReplicaException($"{unsure.Message} Whether {statement} was done is not known.", unsure);
        }

        audit.Write(AuditPhase.Done, Action, reason, $"{host}: {statement}");
        say($"done      {statement}");
    }

    private async Task<bool> IsWholeAsync(ReplicaTable table, CancellationToken cancellationToken)
    {
        var isReadOnly = (await server.ReadOnlyAsync(cancellationToken)).Any(other => other.DisplayName == table.DisplayName);
        var (parts, rows) = await server.SizeAsync(table, cancellationToken);

        // Parts are merged meanwhile, and rows may come from another replica: fewer rows are what must not be.
        var isWhole = !isReadOnly && rows >= table.Rows;
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{(isWhole ? "restored " : "NOT whole")} {table.DisplayName}: {(isReadOnly ? "still takes no writes" : "takes writes")}, {rows} rows in {parts} parts; it had {table.Rows}"));
        return isWhole;
    }

    private void Show(ReplicaStep step)
    {
        var known = step.IsKnown switch
        {
            true => "Keeper knows it: its session is lost",
            false => "Keeper knows nothing of it: it is made anew from its parts",
            null => "Keeper does not answer: nothing can be done",
        };
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"table {step.Table.DisplayName} takes no writes; {step.Table.Rows} rows in {step.Table.Parts} parts on this server's disk. {known}."));
        if (step.Table.Fault.Length > 0)
        {
            say($"  the server says: {new string([.. step.Table.Fault.Select(c => char.IsControl(c) ? ' ' : c)])}");
        }

        foreach (var statement in step.Statements)
        {
            say($"  would run {statement}");
        }

        foreach (var statement in step.Rollback)
        {
            say($"  to undo   {statement}");
        }
    }
}
