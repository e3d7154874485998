namespace Torghut.Trading.Catalogue;

/// <param name="Catalogue">The last good catalogue.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Problems">Why the newest file was refused; empty when it is the one in force.</param>
/// <param name="Warnings">What of the newest file has no effect.</param>
/// <param name="Accepted">Files accepted since the start.</param>
/// <param name="Refused">Files refused since the start.</param>
internal sealed record CatalogueState(
    StrategyCatalogue Catalogue, CatalogueOrigin Origin, IReadOnlyList<CatalogueProblem> Problems, IReadOnlyList<CatalogueProblem> Warnings, long Accepted,
    long Refused);
