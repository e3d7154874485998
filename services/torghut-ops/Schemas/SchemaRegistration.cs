using System.Globalization;
using Torghut.Common.Drills;
using Torghut.Contracts.Decoding;
using Torghut.Ops.Audit;
using Torghut.Ops.Drills;

namespace Torghut.Ops.Schemas;

/// <summary>Registers what a plan lacks, or refuses and changes nothing.</summary>
internal sealed class SchemaRegistration(ISchemaSubjects subjects, AuditTrail audit, Failpoints failpoints, Action<string> say)
{
    /// <summary>What has to be typed.</summary>
    public const string Confirmation = "REGISTER_TORGHUT_SCHEMAS";

    /// <summary>What the audit calls it.</summary>
    public const string Action = "schemas.register";

    /// <summary>The gate that does not hold; null when all do.</summary>
    public Gate? Gate(SchemaPlan plan, string reason, string confirmation) =>
        OperatorGates.First(confirmation, Confirmation, reason, audit)
        ?? (plan.Lines.Where(line => line.State == SchemaState.Incompatible).Select(line => line.Subject).ToList() is { Count: > 0 } subjects
            ? new("compatibility", $"{string.Join(", ", subjects)} may not be registered") : null);

    /// <summary>
    /// Tells the audit what became of registrations that were cut off: the registry knows. One of a subject that the contract lacks by now stays.
    /// </summary>
    public async Task ResolveAsync(SchemaPlan plan, CancellationToken cancellationToken)
    {
        foreach (var entry in audit.Unknown(Action))
        {
            if (plan.Lines.FirstOrDefault(line => line.Subject == entry.Detail) is { } line)
            {
                // Asked again: whoever was cut off may have come after the plan.
                var isDone = await subjects.FindAsync(line.Subject, line.Schema, cancellationToken) is not null;
                audit.Write(isDone ? AuditPhase.Done : AuditPhase.Failed, Action, entry.Reason, entry.Detail);
                say($"resolved     {entry.Detail}: {(isDone ? "was registered" : "was not registered")}");
            }
        }
    }

    /// <exception cref="IOException">The audit could not be written; what was said before is done, nothing else.</exception>
    public async Task ApplyAsync(SchemaPlan plan, string reason, CancellationToken cancellationToken)
    {
        foreach (var line in plan.Lines.Where(line => line.State == SchemaState.Missing))
        {
            // The same words before and after, by which the audit knows an intention that has an end.
            audit.Write(AuditPhase.Intended, Action, reason, line.Subject);
            failpoints.Hit(FailpointNames.SchemaIntended);
            int id;
            try
            {
                id = await subjects.RegisterAsync(line.Subject, line.Schema, cancellationToken);
            }
            catch (SchemaSourceException refused) when (!refused.IsTransient)
            {
                // Only the registry's own word says that it failed: without an answer it may have it all the same, and the next run asks.
                audit.Write(AuditPhase.Failed, Action, reason, line.Subject);
                throw;
            }

            failpoints.Hit(FailpointNames.SchemaRegistered);
            audit.Write(AuditPhase.Done, Action, reason, line.Subject);
            say(string.Create(CultureInfo.InvariantCulture, $"registered   {line.Subject} (id {id})"));
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"  to undo, while no record has id {id}: curl -sS -X DELETE \"$SCHEMA_REGISTRY_URL/subjects/{line.Subject}/versions/latest\""));
        }
    }
}
