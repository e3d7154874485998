using YamlDotNet.RepresentationModel;

namespace Torghut.Trading.Catalogue;

/// <summary>Collects the first problems of one file; a hostile one would have a hundred thousand.</summary>
internal sealed class CatalogueProblems(string file)
{
    private const int MaxProblems = 100;
    private const int MaxText = 64;

    private readonly List<CatalogueProblem> _found = [];

    public IReadOnlyList<CatalogueProblem> Found => _found;

    public void Add(YamlNode at, string field, string reason) => Add(at.Start.Line, field, reason);

    public void Add(long line, string field, string reason)
    {
        if (_found.Count < MaxProblems)
        {
            _found.Add(new CatalogueProblem(file, line, Short(field), reason));
        }
    }

    /// <summary>A value as a message may quote it.</summary>
    public static string Shown(YamlNode node) => node switch
    {
        YamlScalarNode scalar => Short(scalar.Value ?? ""),
        YamlSequenceNode => "a list",
        _ => "a mapping",
    };

    private static string Short(string text) => text.Length <= 2 * MaxText ? text : text[..MaxText] + "…" + text[^MaxText..];
}
