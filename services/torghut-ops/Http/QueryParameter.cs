namespace Torghut.Ops.Http;

/// <summary>A parameter that a route's query may have; one that is not listed is refused.</summary>
/// <param name="Name">As it is written, in lower and upper case.</param>
/// <param name="Description">What it may be, for the OpenAPI document.</param>
/// <param name="Required">Whether there is no answer without it.</param>
internal sealed record QueryParameter(string Name, string Description, bool Required = false);
