using System.Security.Cryptography;
using System.Text;
using ContactRelay.Tenants;
using ContactRelay.Tests.Providers;
using Xunit;

namespace ContactRelay.Tests.Tenants;

public sealed class CallerKeysTests
{
    private static readonly Tenant Acme = TenantBuilder.Kulea().Build() with
    {
        Callers = [Caller("website", "demo-key"), Caller("import", "sch£ön key")],
    };

    [Theory]
    [InlineData("Bearer demo-key", "website")]
    [InlineData("bearer demo-key", "website")]
    [InlineData("BEARER   demo-key  ", "website")]
    [InlineData("Bearer sch£ön key", "import")]
    public void Authenticate_right_key_is_its_caller(string authorization, string name) =>
        Assert.Equal(name, CallerKeys.Authenticate(Acme, authorization)?.Name);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer    ")]
    [InlineData("Bearer Demo-key")]
    [InlineData("Bearer demo-key2")]
    [InlineData("Bearer demo")]
    [InlineData("demo-key")]
    [InlineData("Basic demo-key")]
    [InlineData("Bearerdemo-key")]
    public void Authenticate_wrong_key_is_nobody(string? authorization)
    {
        Assert.Null(CallerKeys.Authenticate(Acme, authorization));
        Assert.Null(CallerKeys.Authenticate(null, authorization));
    }

    [Fact]
    public void Authenticate_key_of_another_tenant_is_nobody() =>
        Assert.Null(CallerKeys.Authenticate(Acme with { Callers = [Caller("other", "other-key")] }, "Bearer demo-key"));

    [Fact]
    public void Authenticate_without_a_tenant_or_callers_is_nobody()
    {
        Assert.Null(CallerKeys.Authenticate(null, "Bearer demo-key"));
        Assert.Null(CallerKeys.Authenticate(Acme with { Callers = [] }, "Bearer demo-key"));
    }

    [Fact]
    public void Authenticate_empty_key_is_nobody_even_where_a_caller_has_its_hash() =>
        Assert.Null(CallerKeys.Authenticate(Acme with { Callers = [Caller("empty", "")] }, "Bearer "));

    private static Caller Caller(string name, string key) => new(name, SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
