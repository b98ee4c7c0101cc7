using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Storage;

/// <summary>What is too old among the recent activity of the embedded database.</summary>
public sealed class ActivityDropTests
{
    private const int RowsOfATenant = 700;

    private static readonly string[] Tenants = ["acme", "brick", "zebra"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drop_deletes_many_rows_of_all_tenants_some_at_a_time()
    {
        using var path = new TestFolder();
        using var folder = DataFolder.Open(path.Path);
        using var database = new EmbeddedDatabase(folder);
        var activity = new EmbeddedActivityStore(database);
        await database.WriteAsync(session =>
        {
            foreach (var tenant in Tenants)
            {
                for (var row = 0; row < RowsOfATenant; row++)
                {
                    Insert(session, tenant, $"old {row}", Noon.AddDays(-1).AddSeconds(row));
                }

                Insert(session, tenant, "new", Noon);
            }

            return true;
        });

        await activity.DropAsync(Noon, Token);

        foreach (var tenant in Tenants)
        {
            var left = await activity.ListAsync(new(tenant, Noon.AddDays(-7), null, PageSize: 100), Token).ToArrayAsync(Token);
            Assert.Equal("new", Assert.Single(left).ContactId);
        }
    }

    private static void Insert(SqlSession session, string tenant, string contact, DateTimeOffset at) => EmbeddedActivityStore.Insert(
        session, tenant, new(contact, at, [new("update of " + contact, UpdateStatus.Delivered, at, 5, 200, 1)]));
}
