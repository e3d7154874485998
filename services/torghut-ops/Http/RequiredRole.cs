namespace Torghut.Ops.Http;

/// <summary>What a route asks of whoever calls it.</summary>
internal sealed record RequiredRole(Role Role);
