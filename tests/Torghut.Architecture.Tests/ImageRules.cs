using System.Text.RegularExpressions;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>What holds of every image is written in its Dockerfile; build/images --check builds and starts them.</summary>
public sealed partial class ImageRules
{
    private static IEnumerable<string> Dockerfiles => WorkTree.Files("services", "Dockerfile").Select(WorkTree.Relative);

    [Test]
    public void EveryService_HasAnImage() => Assert.That(
        Dockerfiles.Select(Path.GetDirectoryName),
        Is.EquivalentTo(Directory.EnumerateDirectories(Path.Combine(Repository.Root, "services"), "torghut-*").Select(WorkTree.Relative)));

    [TestCaseSource(nameof(Dockerfiles))]
    public void Dockerfile_OfAService_KeepsTheRules(string file) =>
        Assert.That(Faults(File.ReadAllText(Path.Combine(Repository.Root, file)), Path.GetFileName(Path.GetDirectoryName(file)!)), Is.Empty);

    /// <summary>One base, and one digest of it, for all services: what is fixed in it is fixed everywhere.</summary>
    [Test]
    public void Bases_OfAllImages_AreTheSame() => Assert.That(
        Dockerfiles.SelectMany(file => Argument().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))).Select(match => match.Value))
            .Distinct().GroupBy(line => line.Split('=')[0]).Where(group => group.Count() > 1),
        Is.Empty);

    [TestCase("ARG RUNTIME_IMAGE=([^@]+)@sha256:[0-9a-f]+", "ARG RUNTIME_IMAGE=$1", "RUNTIME_IMAGE has no digest")]
    [TestCase("@sha256:[0-9a-f]{60}", "@sha256:", "SDK_IMAGE has no digest")]
    [TestCase(@"FROM \$\{RUNTIME_IMAGE\}", "FROM ubuntu:24.04", "FROM ubuntu:24.04 is no argument")]
    [TestCase("-noble-chiseled-extra", "-noble", "the runtime has a shell")]
    [TestCase("USER 65532:65532", "USER root", "USER is not 65532:65532")]
    [TestCase("(?m)^USER 65532:65532$", "", "USER is not 65532:65532")]
    [TestCase("ENTRYPOINT", "USER 0\nENTRYPOINT", "USER is not 65532:65532")]
    [TestCase("COPY libs libs", "ADD https://example.com/libs.tar libs", "ADD fetches what nobody has looked at")]
    [TestCase("COPY libs libs", "RUN curl https://example.com/libs.tar", "a RUN fetches what nobody has looked at")]
    [TestCase("(?m)^ *org.opencontainers.image.revision=.*$", "      other=\"x\" \\", "org.opencontainers.image.revision is missing")]
    [TestCase(@"-r \$\{RUNTIME_IDENTIFIER\} ", "", "no runtime identifier")]
    [TestCase("-p:RestoreLockedMode=true", "", "packages are not the locked ones")]
    [TestCase(@"DOTNET_EnableDiagnostics=0", "X=0", "diagnostics write to /tmp")]
    [TestCase(@"ENTRYPOINT \[""(\S+)""\]", "ENTRYPOINT $1", "ENTRYPOINT needs a shell")]
    [TestCase("^", "# syntax=docker/dockerfile:1\n", "the frontend is fetched by its tag")]
    public void Dockerfile_PlantedFault_IsFound(string pattern, string replacement, string fault)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "services", "torghut-ws", "Dockerfile"));
        var planted = new Regex(pattern).Replace(text, replacement, 1);
        Assert.That(planted, Is.Not.EqualTo(text), "planted");
        Assert.That(Faults(planted, "torghut-ws"), Does.Contain(fault));
    }

    private static IEnumerable<string> Faults(string text, string service)
    {
        var lines = Continued().Replace(text, " ").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToList();
        if (text.StartsWith("# syntax=", StringComparison.Ordinal))
        {
            yield return "the frontend is fetched by its tag";
        }

        foreach (var argument in lines.TakeWhile(line => !line.StartsWith("FROM ", StringComparison.Ordinal)).Where(line => !ByDigest().IsMatch(line)))
        {
            yield return $"{argument.Split('=')[0]["ARG ".Length..]} has no digest";
        }

        foreach (var from in lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal) && !FromArgument().IsMatch(line)))
        {
            yield return $"{from} is no argument";
        }

        if (!lines.Any(line => line.StartsWith("ARG RUNTIME_IMAGE=", StringComparison.Ordinal) && line.Contains("-chiseled-extra@", StringComparison.Ordinal)))
        {
            yield return "the runtime has a shell";
        }

        var ofImage = lines.Skip(lines.FindLastIndex(line => line.StartsWith("FROM ", StringComparison.Ordinal))).ToList();
        if (ofImage.LastOrDefault(line => line.StartsWith("USER ", StringComparison.Ordinal)) != "USER 65532:65532")
        {
            yield return "USER is not 65532:65532";
        }

        if (lines.Any(line => line.StartsWith("ADD ", StringComparison.Ordinal)))
        {
            yield return "ADD fetches what nobody has looked at";
        }

        if (lines.Any(line => line.StartsWith("RUN ", StringComparison.Ordinal) && Fetches().IsMatch(line)))
        {
            yield return "a RUN fetches what nobody has looked at";
        }

        foreach (var label in new[] { "title", "description", "licenses", "source", "version", "revision", "base.name" })
        {
            if (!ofImage.Any(line => line.StartsWith("LABEL ", StringComparison.Ordinal) && line.Contains($"image.{label}=\"", StringComparison.Ordinal)))
            {
                yield return $"org.opencontainers.image.{label} is missing";
            }
        }

        var publish = lines.FirstOrDefault(line => line.StartsWith("RUN dotnet publish ", StringComparison.Ordinal)) ?? "";
        if (!publish.Contains("-r ${RUNTIME_IDENTIFIER} --no-self-contained", StringComparison.Ordinal))
        {
            yield return "no runtime identifier";
        }

        if (!publish.Contains("-p:RestoreLockedMode=true", StringComparison.Ordinal))
        {
            yield return "packages are not the locked ones";
        }

        if (!ofImage.Any(line => line.StartsWith("ENV ", StringComparison.Ordinal) && line.Contains("DOTNET_EnableDiagnostics=0", StringComparison.Ordinal)))
        {
            yield return "diagnostics write to /tmp";
        }

        if (!ofImage.Contains($"ENTRYPOINT [\"./{service}\"]"))
        {
            yield return "ENTRYPOINT needs a shell";
        }
    }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(@"(?m)^ARG [A-Z]+_IMAGE=\S+$")]
    private static partial Regex Argument();

    [GeneratedRegex(@"^ARG [A-Z]+_IMAGE=[^@\s]+:[^@\s]+@sha256:[0-9a-f]{64}$")]
    private static partial Regex ByDigest();

    [GeneratedRegex(@"^FROM \$\{[A-Z]+_IMAGE\}( AS [a-z]+)?$")]
    private static partial Regex FromArgument();

    [GeneratedRegex(@"\b(curl|wget|git clone|apt-get|apk)\b")]
    private static partial Regex Fetches();
}
