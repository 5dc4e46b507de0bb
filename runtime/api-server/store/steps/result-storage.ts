/** The block that stores results unless a flow says otherwise: one or none, forgotten with the block. */
export const resultStorage = `
  CREATE TABLE result_storage (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    block_document_id TEXT NOT NULL REFERENCES block_document (id) ON DELETE CASCADE
  );
  `;
