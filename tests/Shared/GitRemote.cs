using System.Text;
using LibGit2Sharp;

namespace Torghut.Tests.Shared;

/// <summary>A bare repository that a cluster would follow, and a bare clone for whoever changes it.</summary>
internal sealed class GitRemote : IDisposable
{
    private static readonly Signature Author = new("somebody", "somebody@localhost", DateTimeOffset.UnixEpoch);

    private readonly Repository _repository;

    private GitRemote(string folder, Repository repository) => (Folder, _repository) = (folder, repository);

    public string Folder { get; }

    public string Clone => Path.Combine(Folder, "clone.git");

    public string Remote => Path.Combine(Folder, "remote.git");

    public Commit Tip => _repository.Branches["main"].Tip;

    public static GitRemote Create(string folder, IReadOnlyDictionary<string, string> files)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "remote.git");
        Repository.Init(path, isBare: true);
        var repository = new Repository(path);
        var remote = new GitRemote(folder, repository);
        var tree = new TreeDefinition();
        foreach (var (name, text) in files)
        {
            tree.Add(name, Blob(repository, text), Mode.NonExecutableFile);
        }

        var first = repository.ObjectDatabase.CreateCommit(Author, Author, "First", repository.ObjectDatabase.CreateTree(tree), [], prettifyMessage: false);
        repository.Refs.Add("refs/heads/main", first.Id);
        repository.Refs.UpdateTarget("HEAD", "refs/heads/main");
        Repository.Clone(path, remote.Clone, new CloneOptions { IsBare = true });
        return remote;
    }

    public string Text(string path) => Text(Tip, path);

    public static string Text(Commit commit, string path)
    {
        using var reader = new StreamReader(((Blob)commit[path].Target).GetContentStream(), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd();
    }

    /// <summary>Commits since another one, oldest first.</summary>
    public IReadOnlyList<Commit> Since(Commit commit) =>
        [.. _repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = Tip, ExcludeReachableFrom = commit }).Reverse()];

    public Branch? Branch(string name) => _repository.Branches[name];

    public IReadOnlyList<string> Branches => [.. _repository.Branches.Select(branch => branch.FriendlyName)];

    /// <summary>As the host's button does it: a commit of two parents.</summary>
    public void Merge(string name)
    {
        var (into, from) = (Tip, _repository.Branches[name].Tip);
        var merged = _repository.ObjectDatabase.MergeCommits(into, from, null).Tree;
        var commit = _repository.ObjectDatabase.CreateCommit(Author, Author, $"Merge {name}", merged, [into, from], prettifyMessage: false);
        _repository.Refs.UpdateTarget("refs/heads/main", commit.Sha);
    }

    public void Dispose() => _repository.Dispose();

    private static Blob Blob(Repository repository, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return repository.ObjectDatabase.CreateBlob(content);
    }
}
