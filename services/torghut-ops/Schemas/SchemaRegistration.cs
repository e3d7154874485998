using System.Globalization;
using Torghut.Ops.Audit;

namespace Torghut.Ops.Schemas;

/// <summary>Registers what a plan lacks, or refuses and changes nothing.</summary>
internal sealed class SchemaRegistration(ISchemaSubjects subjects, AuditTrail audit, Action<string> say)
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

    /// <exception cref="IOException">The audit could not be written; what was said before is done, nothing else.</exception>
    public async Task ApplyAsync(SchemaPlan plan, string reason, CancellationToken cancellationToken)
    {
        foreach (var line in plan.Lines.Where(line => line.State == SchemaState.Missing))
        {
            audit.Write(AuditPhase.Intended, Action, reason, line.Subject);
            int id;
            try
            {
                id = await subjects.RegisterAsync(line.Subject, line.Schema, cancellationToken);
            }
            catch (Exception failure)
            {
                audit.Write(AuditPhase.Failed, Action, reason, $"{line.Subject}: {failure.Message}");
                throw;
            }

            audit.Write(AuditPhase.Done, Action, reason, string.Create(CultureInfo.InvariantCulture, $"{line.Subject}: id {id}"));
            say(string.Create(CultureInfo.InvariantCulture, $"registered   {line.Subject} (id {id})"));
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"  to undo, while no record has id {id}: curl -sS -X DELETE \"$SCHEMA_REGISTRY_URL/subjects/{line.Subject}/versions/latest\""));
        }
    }
}
