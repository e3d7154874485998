using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Torghut.Trading.Catalogue;

/// <summary>Where a character of a scalar stands in the file: its line and column, both from 1.</summary>
internal static class ScalarPlace
{
    /// <param name="scalar">The scalar.</param>
    /// <param name="at">Offset in its value, from 0.</param>
    /// <param name="text">The file.</param>
    public static (long Line, long Column) Of(YamlScalarNode scalar, int at, string text)
    {
        var value = scalar.Value ?? "";
        var before = value.AsSpan(0, Math.Min(at, value.Length));
        var start = scalar.Start;
        switch (scalar.Style)
        {
            case ScalarStyle.Literal:
                var line = start.Line + 1 + before.Count('\n');
                return (line, Indentation(text, line) + before.Length - before.LastIndexOf('\n'));
            case ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted when scalar.End.Line == start.Line:
                return (start.Line, start.Column + at + (scalar.Style == ScalarStyle.Plain ? 0 : 1));
            default:
                // Lines that are folded into one do not say any more where they were broken.
                return (start.Line, start.Column);
        }
    }

    private static int Indentation(string text, long line)
    {
        var from = 0;
        for (var i = 1L; i < line && from >= 0; i++)
        {
            from = text.IndexOf('\n', from) + 1;
            if (from == 0)
            {
                return 0;
            }
        }

        var rest = text.AsSpan(from);
        var indentation = rest.IndexOfAnyExcept(' ');
        return Math.Max(0, indentation);
    }
}
