using Xunit;

namespace ContactRelay.Tests.Tenants;

public sealed class SecretNamesTests : TenantReaderTest
{
    [Theory]
    [InlineData("acme", "log-hash-key")]
    [InlineData("acme", "Admin-Key")]
    [InlineData("admin", "admin-key")]
    [InlineData("log", "LOG-HASH-KEY")]
    [InlineData("acme", "other-kulea")]
    [InlineData("acme", "acmekulea")]
    [InlineData("acme-shop", "acm-kulea")]
    public void Read_secret_that_is_not_the_tenants_is_refused(string id, string secret)
    {
        var document = $$"""{"id":"{{id}}","provider":"kulea","baseUrl":"https://a.example","apiKeySecret":"{{secret}}"}""";
        var hook = $$"""
            { "id": "{{id}}", "provider": "kulea", "baseUrl": "https://a.example", "apiKeySecret": "tenant-key",
              "hooks": { "form": { "scheme": "path", "secrets": [ "{{id}}-form", "{{secret}}" ], "contactId": "$.id", "changes": { "firstName": "$.a" } } } }
            """;

        Assert.Equal(["/apiKeySecret"], Pointers(document));
        Assert.Equal(["/hooks/form/secrets"], Pointers(hook));
    }

    [Theory]
    [InlineData("acme", "acme-kulea")]
    [InlineData("acme", "acme")]
    [InlineData("acme-shop", "acme-kulea")]
    [InlineData("acme-shop", "Acme-Shop-Kulea")]
    [InlineData("acme", "tenant-7")]
    [InlineData("acme", "demo-kulea")]
    public void Read_secret_that_is_meant_for_the_tenant_is_taken(string id, string secret) =>
        Assert.Empty(Read($$"""{"id":"{{id}}","provider":"kulea","baseUrl":"https://a.example","apiKeySecret":"{{secret}}"}""").Errors);

    [Theory]
    [InlineData("kulea-key", true)]
    [InlineData("log-hash-key", false)]
    public void Read_stored_document_may_name_what_was_allowed_before_but_no_secret_of_the_system(string secret, bool isValid)
    {
        var document = $$"""{"id":"acme","provider":"kulea","baseUrl":"https://a.example","apiKeySecret":"{{secret}}"}""";

        Assert.Equal(isValid, Read(document, isStored: true).Tenant is not null);
    }
}
