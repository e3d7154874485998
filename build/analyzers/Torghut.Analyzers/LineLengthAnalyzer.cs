using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Torghut.Analyzers;

/// <summary>A line ends within 160 columns, unless the text that crosses them is one literal: a query or a document is not broken for its length.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LineLengthAnalyzer : DiagnosticAnalyzer
{
    private const int Columns = 160;

    private static readonly DiagnosticDescriptor Rule = new(
        "TH0002", "Length of a line", "This line has {0} columns, more than 160", "Style", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxTreeAction(Check);
    }

    private static void Check(SyntaxTreeAnalysisContext context)
    {
        var root = context.Tree.GetRoot(context.CancellationToken);
        foreach (var line in context.Tree.GetText(context.CancellationToken).Lines)
        {
            var length = line.Span.Length;
            if (length > Columns && !InLiteral(root, line.Start + Columns))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, Location.Create(context.Tree, TextSpan.FromBounds(line.Start + Columns, line.End)), length));
            }
        }
    }

    private static bool InLiteral(SyntaxNode root, int position)
    {
        for (var node = root.FindToken(position).Parent; node is not null; node = node.Parent)
        {
            if (node is LiteralExpressionSyntax literal)
            {
                return literal.IsKind(SyntaxKind.StringLiteralExpression) || literal.IsKind(SyntaxKind.Utf8StringLiteralExpression);
            }

            if (node is InterpolatedStringExpressionSyntax)
            {
                return true;
            }
        }

        return false;
    }
}
