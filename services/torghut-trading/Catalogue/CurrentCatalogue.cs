namespace Torghut.Trading.Catalogue;

/// <summary>The catalogue in force. A refused one changes nothing but the list of problems: the last good catalogue stays.</summary>
internal sealed class CurrentCatalogue
{
    private volatile CatalogueState _state = new(StrategyCatalogue.Empty, [], 0, 0);

    public CatalogueState State => _state;

    public StrategyCatalogue Current => _state.Catalogue;

    /// <summary>Takes over an accepted catalogue; returns whether its meaning differs from the one in force.</summary>
    public bool Apply(CatalogueResult result)
    {
        var before = _state;
        if (result.Catalogue is not { } accepted)
        {
            _state = before with { Problems = result.Problems, Refused = before.Refused + 1 };
            return false;
        }

        var changed = !string.Equals(accepted.Digest, before.Catalogue.Digest, StringComparison.Ordinal);
        _state = before with { Catalogue = accepted, Problems = [], Accepted = before.Accepted + 1 };
        return changed;
    }
}

/// <param name="Catalogue">The last good catalogue.</param>
/// <param name="Problems">Why the newest file was refused; empty when it is the one in force.</param>
/// <param name="Accepted">Files accepted since the start.</param>
/// <param name="Refused">Files refused since the start.</param>
internal sealed record CatalogueState(StrategyCatalogue Catalogue, IReadOnlyList<CatalogueProblem> Problems, long Accepted, long Refused);
