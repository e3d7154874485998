using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Torghut.Analyzers;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>The style that the build enforces: our analyzers find what is planted and nothing else, and every rule of style is a warning, which the build
/// makes an error.</summary>
public sealed class StyleAnalyzerTests
{
    private static readonly DiagnosticAnalyzer[] Analyzers = [new TokenNameAnalyzer(), new LineLengthAnalyzer(), new OneTypeAnalyzer()];

    private static readonly string[] Suppressible = ["TH000", "IDE0005", "IDE0011", "IDE0055", "IDE2003"];

    private static readonly string LongLiteral = new('x', 170);

    [TestCase("class A { void M(System.Threading.CancellationToken t) { } }", "TH0001")]
    [TestCase("using System.Threading; class A { void M(CancellationToken t) { } }", "TH0001")]
    [TestCase("using System.Threading; class A { void M(CancellationToken stoppingToken) { } }", "TH0001")]
    [TestCase("using System.Threading; class A { void M(CancellationToken cancellationToken) { } }", "")]
    [TestCase("using System.Threading; class A : B { protected override void M(CancellationToken stoppingToken) { } }", "")]
    public async Task Token_Named_IsFound(string source, string expected)
    {
        Assert.That(await IdsAsync(source), Is.EqualTo(expected));
    }

    [Test]
    public async Task Line_PastTheLastColumn_IsFound()
    {
        Assert.That(await IdsAsync($"class A {{ const int B = 1; }}{new string(' ', 150)}// end"), Is.EqualTo("TH0002"));
        Assert.That(await IdsAsync($"class A {{ object B = {new string(' ', 138)}null; }}"), Is.EqualTo("TH0002"), "null is no text");
        Assert.That(await IdsAsync($"class A {{ const string B = \"{LongLiteral}\"; }}"), Is.Empty, "a literal is not broken for its length");
    }

    [TestCase("class A { } class C { }", "TH0003")]
    [TestCase("class C { }", "TH0003")]
    [TestCase("class A { } record C(int D);", "")]
    [TestCase("class A { class C { } }", "")]
    [TestCase("namespace N; class A { }\nenum C { D }", "TH0003")]
    public async Task Type_InAnothersFile_IsFound(string source, string expected)
    {
        Assert.That(await IdsAsync(source), Is.EqualTo(expected));
    }

    [TestCase("dotnet_diagnostic.IDE0005.severity = warning", "usings that nothing needs")]
    [TestCase("dotnet_diagnostic.IDE0011.severity = warning", "braces always")]
    [TestCase("csharp_prefer_braces = true:warning", "braces always")]
    [TestCase("dotnet_diagnostic.IDE0055.severity = warning", "formatting")]
    [TestCase("dotnet_diagnostic.IDE2003.severity = warning", "a blank line after a block")]
    [TestCase("dotnet_diagnostic.IDE1006.severity = warning", "names")]
    public void Setting_OfStyle_StaysOn(string line, string rule)
    {
        Assert.That(File.ReadLines(Path.Combine(Repository.Root, ".editorconfig")), Does.Contain(line), rule);
    }

    [Test]
    public void Suppressions_OfStyle_AreNone()
    {
        var found = WorkTree.CodeFolders.SelectMany(folder => WorkTree.Files(folder, "*.cs").Concat(WorkTree.Files(folder, "*.csproj")))
            .Where(path => !path.Contains("Analyzer", StringComparison.Ordinal))
            .Where(path => File.ReadAllText(path) is var text && Suppressible.Any(id => text.Contains(id, StringComparison.Ordinal)));
        Assert.That(found.Select(WorkTree.Relative), Is.Empty);
    }

    private static async Task<string> IdsAsync(string source)
    {
        var compilation = CSharpCompilation.Create("planted", [CSharpSyntaxTree.ParseText(source, path: "A.cs")])
            .WithAnalyzers(ImmutableArray.Create(Analyzers));
        return string.Join(',', (await compilation.GetAnalyzerDiagnosticsAsync()).Select(found => found.Id).Distinct());
    }
}
