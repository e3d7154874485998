using Torghut.Ops.Actuation;
using Torghut.Ops.GitOps;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Actuation;

public sealed class ProceduresTests
{
    private const int Sets = 12_000;
    private static readonly string[] Guarded = ["TRADING_MODE", "TRADING_LIVE", "allow:"];

    /// <summary>Files as people leave them: named fields change and nothing else, never the mode or a live flag; and there is a way back.</summary>
    [Test]
    public void Changes_AnyFileAndArguments_ReachTheNamedFieldsAlone()
    {
        var files = Procedures.All.Select(procedure => procedure.File).Distinct()
            .ToDictionary(file => file, file => File.ReadAllText(Path.Combine(Repository.Root, file)));
        var random = new Random(18);
        var changed = 0;
        for (var i = 0; i < Sets; i++)
        {
            var procedure = Procedures.All[random.Next(Procedures.All.Count)];
            var before = Disturb(files[procedure.File], random);
            var input = new ProcedureInput(before, random.Next(2) == 0, DateTimeOffset.UnixEpoch.AddSeconds(random.NextInt64(4_000_000_000)));
            var fields = procedure.Changes(input);
            var after = YamlFields.Set(before, fields);
            var (old, now) = (before.Split('\n'), after.Split('\n'));
            Assert.That(now, Has.Length.EqualTo(old.Length));
            var touched = Enumerable.Range(0, old.Length).Where(line => old[line] != now[line]).ToList();
            Assert.That(touched.All(line => fields.Any(field => old[line].Contains(field.Path[^1], StringComparison.Ordinal))), after);
            Assert.That(touched.Any(line => Guarded.Any(word => old[line].Contains(word, StringComparison.Ordinal))), Is.False, after);
            Assert.That(fields.All(field => YamlFields.Read(after, field.Path) == field.Value), after);
            Assert.That(fields, Has.Count.EqualTo(procedure.MayForceRestart && input.ForceRestart ? 2 : 1));
            Assert.That(YamlFields.Set(after, [.. fields.Select(field => field with { Value = YamlFields.Read(before, field.Path) })]), Is.EqualTo(before));
            changed += touched.Count > 0 ? 1 : 0;
        }

        Assert.That(changed, Is.GreaterThan(Sets / 2));
    }

    [Test]
    public void Fields_OfEveryProcedure_AreKnownToTheRollbackAndNotGuarded()
    {
        foreach (var procedure in Procedures.All)
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, procedure.File));
            var paths = procedure.Changes(new ProcedureInput(text, true, default)).Select(field => string.Join('/', field.Path)).ToList();
            Assert.That(paths, Is.SubsetOf(Procedures.FieldsOf(procedure.File).Select(path => string.Join('/', path))), procedure.Name);
            Assert.That(procedure.Changes(new ProcedureInput(text, true, default)).Any(field => ProtectedFields.Covers(field.Path)), Is.False);
        }
    }

    [TestCase("--change pause-trading")]
    [TestCase("--change resume-ta --force-restart --change-id a.b --priority-id INC-1 --reason x --confirm y")]
    [TestCase("--rollback a")]
    public void Parse_RightWords_AreRead(string words) => Assert.That(ActuateArguments.Parse(words.Split(' ')), Is.Not.Null);

    [TestCase("")]
    [TestCase("--change a --rollback b")]
    [TestCase("--change a --change-id ../main")]
    [TestCase("--change a --change-id a..b")]
    [TestCase("--change a --change-id a.")]
    [TestCase("--change a --mode live")]
    [TestCase("--change")]
    public void Parse_WrongWords_AreNone(string words) =>
        Assert.That(ActuateArguments.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Is.Null);

    /// <summary>Other values, comments, blank lines, line ends and quotes.</summary>
    private static string Disturb(string text, Random random)
    {
        var lines = text.TrimEnd('\n').Split('\n').SelectMany(line => Line(line, random)).ToList();
        return string.Join(random.Next(2) == 0 ? "\n" : "\r\n", lines) + (random.Next(2) == 0 ? "\n" : "");
    }

    private static IEnumerable<string> Line(string line, Random random)
    {
        var indent = line[..^line.TrimStart().Length];
        if (random.Next(8) == 0)
        {
            yield return random.Next(2) == 0 ? "" : $"{indent}# state: running, TRADING_ENABLED: \"true\" {random.Next()}";
        }

        var isOn = random.Next(2) == 0 ? "true" : "false";
        line = line.Replace("TRADING_ENABLED: \"false\"", $"TRADING_ENABLED: {Quoted(isOn, random)}", StringComparison.Ordinal)
            .Replace("state: running", $"state: {(random.Next(2) == 0 ? "running" : "suspended")}", StringComparison.Ordinal)
            .Replace("restartNonce: 0", $"restartNonce: {random.Next()}", StringComparison.Ordinal)
            .Replace("TRADING_MODE: paper", $"TRADING_MODE: {(random.Next(2) == 0 ? "paper" : "live")}", StringComparison.Ordinal);
        yield return !line.EndsWith(':') && line.Trim().Length > 0 && random.Next(4) == 0 ? $"{line}   # {random.Next()}" : line;
    }

    private static string Quoted(string value, Random random) => random.Next(2) == 0 ? $"\"{value}\"" : $"'{value}'";
}
