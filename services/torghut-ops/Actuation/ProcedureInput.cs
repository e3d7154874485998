namespace Torghut.Ops.Actuation;

/// <summary>What a procedure's values depend on.</summary>
/// <param name="Text">The file as it is.</param>
internal sealed record ProcedureInput(string Text, bool ForceRestart, DateTimeOffset Now);
