using YamlDotNet.RepresentationModel;

namespace Torghut.Trading.Catalogue;

/// <summary>Collects the problems of one file.</summary>
internal sealed class CatalogueProblems(string file)
{
    private readonly List<CatalogueProblem> _found = [];

    public IReadOnlyList<CatalogueProblem> Found => _found;

    public void Add(YamlNode at, string field, string reason) => Add(at.Start.Line, field, reason);

    public void Add(long line, string field, string reason) => _found.Add(new CatalogueProblem(file, line, field, reason));
}
