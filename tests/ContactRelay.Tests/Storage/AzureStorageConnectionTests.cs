using Azure.Identity;
using ContactRelay.Storage;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ContactRelay.Tests.Storage;

public sealed class AzureStorageConnectionTests
{
    private const string Key = "c2VjcmV0a2V5c2VjcmV0a2V5==";
    private const string GoodKey = "c2VjcmV0a2V5c2VjcmV0a2V5";

    [Fact]
    public void Read_of_a_connection_string_builds_the_addresses()
    {
        var connection = Read($"DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={GoodKey};EndpointSuffix=core.chinacloudapi.cn");

        Assert.Equal("https://acme.table.core.chinacloudapi.cn/", connection.TableEndpoint.AbsoluteUri);
        Assert.Equal("https://acme.queue.core.chinacloudapi.cn/", connection.QueueEndpoint.AbsoluteUri);
        Assert.Equal(new AccountKey("acme", GoodKey), connection.Key);
        Assert.Null(connection.Credential);
    }

    [Fact]
    public void Read_of_a_short_connection_string_takes_the_defaults()
    {
        var connection = Read($" accountname = acme ; ACCOUNTKEY={GoodKey};; ");

        Assert.Equal("https://acme.table.core.windows.net/", connection.TableEndpoint.AbsoluteUri);
        Assert.Equal("https://acme.queue.core.windows.net/", connection.QueueEndpoint.AbsoluteUri);
    }

    [Fact]
    public void Read_of_a_connection_string_takes_addresses_of_its_own()
    {
        var connection = Read(
            $"DefaultEndpointsProtocol=http;AccountName=dev;AccountKey={GoodKey};BlobEndpoint=http://127.0.0.1:1/dev;QueueEndpoint=http://127.0.0.1:2/dev/;TableEndpoint=http://127.0.0.1:3/dev");

        Assert.Equal("http://127.0.0.1:3/dev", connection.TableEndpoint.AbsoluteUri);
        Assert.Equal("http://127.0.0.1:2/dev", connection.QueueEndpoint.AbsoluteUri);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData("usedevelopmentstorage=True;")]
    public void Read_of_development_storage_is_the_emulator(string text)
    {
        var connection = Read(text);

        Assert.Equal("http://127.0.0.1:10002/devstoreaccount1", connection.TableEndpoint.AbsoluteUri);
        Assert.Equal("http://127.0.0.1:10001/devstoreaccount1", connection.QueueEndpoint.AbsoluteUri);
        Assert.Equal("devstoreaccount1", connection.Key!.Account);
    }

    [Theory]
    [InlineData("AccountName=acme", "has no AccountKey")]
    [InlineData($"AccountKey={GoodKey}", "has no AccountName")]
    [InlineData($"AccountName=acme;AccountKey={Key}", "AccountKey in AzureWebJobsStorage is not base64")]
    [InlineData(GoodKey, "not a connection string")]
    [InlineData($"=x;AccountName=acme;AccountKey={GoodKey}", "not a connection string")]
    [InlineData($"AccountName=acme;AccountKey={GoodKey};TableEndpoint=nowhere", "The TableEndpoint in AzureWebJobsStorage is not")]
    [InlineData($"AccountName=acme;AccountKey={GoodKey};QueueEndpoint=ftp://x", "The QueueEndpoint in AzureWebJobsStorage is not")]
    [InlineData($"AccountName=a b;AccountKey={GoodKey}", "AccountName and EndpointSuffix make up")]
    [InlineData("AccountName=acme;SharedAccessSignature=sv=1&sig=c2VjcmV0a2V5", "SharedAccessSignature")]
    [InlineData("UseDevelopmentStorage=false", "has no AccountName")]
    public void Read_of_a_wrong_connection_string_names_the_setting_and_never_the_key(string text, string expected)
    {
        var error = Assert.Throws<StorageConfigurationException>(() => Read(text));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("AzureWebJobsStorage", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0a2V5", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_an_account_name_uses_the_identity_that_is_there()
    {
        var connection = Read(("accountName", "acme"));

        Assert.Equal("https://acme.table.core.windows.net/", connection.TableEndpoint.AbsoluteUri);
        Assert.Equal("https://acme.queue.core.windows.net/", connection.QueueEndpoint.AbsoluteUri);
        Assert.IsType<DefaultAzureCredential>(connection.Credential);
        Assert.Null(connection.Key);
    }

    [Theory]
    [InlineData("managedidentity", null)]
    [InlineData("managedIdentity", "11111111-2222-3333-4444-555555555555")]
    public void Read_of_a_managed_identity_uses_that_alone(string credential, string? clientId) =>
        Assert.IsType<ManagedIdentityCredential>(
            Read(("accountName", "acme"), ("credential", credential), ("clientId", clientId)).Credential);

    [Fact]
    public void Read_of_service_addresses_needs_no_account_name()
    {
        var connection = Read(("tableServiceUri", "https://acme.table.core.usgovcloudapi.net/"), ("queueServiceUri", "https://acme.queue.core.usgovcloudapi.net"));

        Assert.Equal("https://acme.table.core.usgovcloudapi.net/", connection.TableEndpoint.AbsoluteUri);
        Assert.Equal("https://acme.queue.core.usgovcloudapi.net/", connection.QueueEndpoint.AbsoluteUri);
    }

    [Fact]
    public void Read_prefers_a_connection_string() =>
        Assert.NotNull(AzureStorageConnection.Read(Configuration(
            ("AzureWebJobsStorage", "UseDevelopmentStorage=true"), ("AzureWebJobsStorage:accountName", "acme"))).Key);

    [Fact]
    public void Read_of_nothing_says_what_to_set()
    {
        var error = Assert.Throws<StorageConfigurationException>(() => AzureStorageConnection.Read(Configuration()));

        Assert.Contains("set AzureWebJobsStorage to a connection string, or AzureWebJobsStorage__accountName", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tableServiceUri", "acme", "AzureWebJobsStorage__tableServiceUri is not")]
    [InlineData("queueServiceUri", "http://acme.queue.core.windows.net", "AzureWebJobsStorage__queueServiceUri must be https")]
    [InlineData("credential", "clientsecret", "AzureWebJobsStorage__credential must be managedidentity")]
    [InlineData("accountName", "a b", "AzureWebJobsStorage__accountName is not")]
    public void Read_of_a_wrong_setting_names_it(string name, string value, string expected)
    {
        var error = Assert.Throws<StorageConfigurationException>(() => Read(("accountName", "acme"), (name, value)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static AzureStorageConnection Read(string connectionString) =>
        AzureStorageConnection.Read(Configuration(("AzureWebJobsStorage", connectionString)));

    private static AzureStorageConnection Read(params (string Name, string? Value)[] settings) =>
        AzureStorageConnection.Read(Configuration([.. settings.Select(setting => ($"AzureWebJobsStorage:{setting.Name}", setting.Value))]));

    private static IConfiguration Configuration(params (string Name, string? Value)[] settings)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (name, value) in settings)
        {
            values[name] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
