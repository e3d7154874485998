namespace Torghut.Trading.Strategies;

/// <summary>A threshold of a strategy type.</summary>
/// <param name="Name">Key under <c>params</c> in the catalogue.</param>
/// <param name="Default">Value when the catalogue gives none.</param>
/// <param name="Min">Smallest value allowed.</param>
/// <param name="Max">Largest value allowed.</param>
/// <param name="Meaning">What it decides, with its unit.</param>
internal sealed record ParameterDefinition(string Name, double Default, double Min, double Max, string Meaning);
