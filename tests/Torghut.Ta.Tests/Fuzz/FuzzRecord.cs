using Torghut.Ta.Runtime;

namespace Torghut.Ta.Tests.Fuzz;

/// <summary>A record of one of the two logs of a partition.</summary>
/// <param name="Symbol">Whose record it was before anything was done to it.</param>
internal sealed record FuzzRecord(InputKind Kind, long Offset, string Symbol, byte[] Value);
