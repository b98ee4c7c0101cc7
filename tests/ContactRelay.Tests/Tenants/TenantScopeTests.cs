using System.Text.RegularExpressions;
using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Tenants;

public sealed partial class TenantScopeTests
{
    [Theory]
    [InlineData("acme", "", "acme")]
    [InlineData("acme", "0af7651916cd43dd", "acme~0af7651916cd43dd")]
    public void Scope_is_the_id_and_the_generation_and_gives_the_id_back(string id, string generation, string scope)
    {
        Assert.Equal(scope, TenantScope.Of(id, generation));
        Assert.Equal(id, TenantScope.IdOf(scope));
    }

    [Fact]
    public void Key_shows_its_tenants_id_and_no_generation()
    {
        var key = new MailboxKey("acme~g1", "7");

        Assert.Equal(("acme", "acme"), (key.TenantId, key.ToString()));
    }

    /// <summary>A tenant's id says nothing of its generation, so with it another's data would be found.</summary>
    [Fact]
    public void Sources_store_and_look_for_nothing_under_a_tenants_id()
    {
        var found = from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
                    where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                    from Match use in UnderAnId().Matches(File.ReadAllText(file))
                    select $"{Path.GetFileName(file)}: {use.Value}";

        Assert.Empty(found);
    }

    // Whoever stores a tenant's document does so under its id.
    [GeneratedRegex(@"(\bnew(\s+\w+)?|\b(?!Put)\w+Async)\(\s*(\w+\.)?[tT]enant\.Id\b")]
    private static partial Regex UnderAnId();
}
