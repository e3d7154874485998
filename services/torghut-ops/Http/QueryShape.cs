namespace Torghut.Ops.Http;

/// <summary>What a route's query may have, for the OpenAPI document.</summary>
internal sealed record QueryShape(IReadOnlyList<QueryParameter> Parameters);
