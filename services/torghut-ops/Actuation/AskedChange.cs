using System.Globalization;
using Torghut.Ops.GitOps;

namespace Torghut.Ops.Actuation;

/// <summary>What a person asks for, made a change of a file.</summary>
internal static class AskedChange
{
    /// <exception cref="GitOpsException">There is no such change, or it cannot be made now.</exception>
    public static PlannedChange Plan(Actuator actuator, ActuateArguments arguments, DateTimeOffset now) => arguments.Rollback.Length > 0
        ? actuator.PlanRollback(arguments.Rollback)
        : actuator.Plan(ProcedureOf(arguments), IdOf(arguments, now), arguments.ForceRestart, now);

    public static Procedure ProcedureOf(ActuateArguments arguments)
    {
        var known = string.Join(", ", Procedures.All.Select(procedure => procedure.Name));
        var procedure = Procedures.Find(arguments.Change) ?? throw new GitOpsException("change", $"there is no change '{arguments.Change}'; there are {known}");
        return !arguments.ForceRestart || procedure.MayForceRestart
            ? procedure : throw new GitOpsException("change", $"--force-restart means nothing for {procedure.Name}");
    }

    private static string IdOf(ActuateArguments arguments, DateTimeOffset now) => arguments.ChangeId.Length > 0
        ? arguments.ChangeId
        : $"{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{arguments.Change}";
}
