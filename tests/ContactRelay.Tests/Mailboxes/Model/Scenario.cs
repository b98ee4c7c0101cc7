namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>The steps of one run.</summary>
public sealed record Scenario(IReadOnlyList<Step> Steps)
{
    /// <summary>As C# that can be pasted into a test.</summary>
    public override string ToString() => "[" + string.Concat(Steps.Select(step => "\n    " + step + ",")) + "\n]";
}
