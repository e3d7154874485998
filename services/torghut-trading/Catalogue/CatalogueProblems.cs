using YamlDotNet.RepresentationModel;

namespace Torghut.Trading.Catalogue;

/// <summary>Collects the first problems of one file; a hostile one would have a hundred thousand.</summary>
/// <param name="file">Path as configured.</param>
/// <param name="text">Its text, in which places within a value are looked up.</param>
internal sealed class CatalogueProblems(string file, string text = "")
{
    private const int MaxProblems = 100;
    private const int MaxText = 64;

    private readonly List<CatalogueProblem> _found = [];

    public IReadOnlyList<CatalogueProblem> Found => _found;

    public void Add(YamlNode at, string field, string reason) => Add(at.Start.Line, field, reason, at.Start.Column);

    public void Add(long line, string field, string reason, long column = 0)
    {
        if (_found.Count < MaxProblems)
        {
            _found.Add(new CatalogueProblem(file, line, Short(field), reason) { Column = column });
        }
    }

    /// <summary>A problem within a text that the file holds as a scalar.</summary>
    /// <param name="at">Offset in the value, from 0.</param>
    public void Add(YamlScalarNode value, string field, int at, string reason)
    {
        if (_found.Count < MaxProblems)
        {
            var (line, column) = ScalarPlace.Of(value, at, text);
            _found.Add(new CatalogueProblem(file, line, Short(field), reason) { Column = column });
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
