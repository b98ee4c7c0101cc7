namespace Xunit;

/// <summary>What the tests use of xunit 3's context, for a run on xunit 2, the newest whose tests Stryker can tell apart.</summary>
internal sealed class TestContext
{
    public static TestContext Current { get; } = new();

    public CancellationToken CancellationToken { get; } = CancellationToken.None;
}
